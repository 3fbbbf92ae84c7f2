package io.wizd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    @Test
    void readsThePeakFromTheKernelsText() {
        assertThat(ProcessTree.peakRssMiB("Name:\tjava\nVmPeak:\t  900 kB\nVmHWM:\t  512000 kB\nVmRSS:\t 1 kB\n"))
                .isEqualTo(500);
    }

    @Test
    void aProcessWithoutMemoryHasNoPeak() {
        assertThat(ProcessTree.peakRssMiB("Name:\tkthreadd\nState:\tS\n")).isZero();
    }

    @Test
    void countsTheTimeOfChildrenToo() throws IOException, InterruptedException {
        String busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; read line";
        Process parent = new ProcessBuilder("sh", "-c", "sh -c '" + busy + "'; true").start();
        try {
            assertThat(parent.inputReader().readLine()).isEqualTo("done");
            assertThat(parent.children()).as("the one that was busy").hasSize(1);
            double ofParentAlone =
                    parent.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
            assertThat(new ProcessTree(parent.toHandle()).cpuSeconds()).isGreaterThan(ofParentAlone + 0.02);
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPeakThatIsResetForgetsWhatWasHeldBefore() throws IOException, InterruptedException {
        // 64 MiB are held, then given back; the peak of what follows is far below.
        Process process = new ProcessBuilder(
                        "perl", "-e", "$|=1; my $a = ''; vec($a, 64 << 20, 8) = 1; undef $a; print \"1\\n\"; <STDIN>")
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("1");
            ProcessTree tree = new ProcessTree(process.toHandle());
            assertThat(tree.peakRssMiB()).isGreaterThan(64);
            tree.resetPeakRss();
            assertThat(tree.peakRssMiB()).isLessThan(64);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
