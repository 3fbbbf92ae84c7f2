package io.wizd.db.install;

import io.wizd.db.Grants;
import io.wizd.db.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which databases an installation has: one main database and the partitions. */
record DatabaseNames(String main, List<String> partitions) {

    DatabaseNames {
        Grants.requireName(main);
        partitions.forEach(Grants::requireName);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("at least one partition is needed");
        }
        long different = partitions.stream().distinct().count();
        if (different < partitions.size() || partitions.contains(main)) {
            throw new IllegalArgumentException("each database needs a name of its own");
        }
    }

    /** All databases, the main one first, each with what belongs into it. */
    Map<String, Schema> databases() {
        Map<String, Schema> databases = new LinkedHashMap<>();
        databases.put(main, Schema.MAIN);
        partitions.forEach(partition -> databases.put(partition, Schema.PARTITION));
        return databases;
    }
}
