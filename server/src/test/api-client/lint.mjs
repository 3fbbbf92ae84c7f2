// Prints what the recommended rules of redocly and spectral have against an OpenAPI document; the status is 1 if they have anything.
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRules from '@stoplight/spectral-rulesets';
import { readFileSync } from 'node:fs';

const file = process.argv[2];
const source = readFileSync(file, 'utf8');

// wizd has no licence that it could name.
const redocly = await createConfig({ extends: ['recommended'], rules: { 'info-license': 'off' } });
const ofRedocly = (await lintFromString({ source, absoluteRef: file, config: redocly })).map(
  (fault) => `redocly ${fault.ruleId} at ${fault.location[0]?.pointer}: ${fault.message}`,
);

const spectral = new spectralCore.Spectral();
spectral.setRuleset({ extends: [[spectralRules.oas, 'recommended']] });
const ofSpectral = (await spectral.run(JSON.parse(source))).map(
  (fault) => `spectral ${fault.code} at ${fault.path.join('/')}: ${fault.message}`,
);

const faults = [...ofRedocly, ...ofSpectral];
faults.forEach((fault) => console.log(fault));
process.exitCode = faults.length === 0 ? 0 : 1;
