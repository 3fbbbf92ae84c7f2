# Sourced by the scripts of bin/. Gives them:
#   WIZD_HOME        the installation, or the source checkout
#   WIZD_DIST        bin lib sql conf test-data: the same folder, or the one the build makes in a checkout
#   fail STATUS TEXT ends the script with one line on standard error
#   exec_java OPTIONS CLASS ARGUMENTS...   becomes that program, on a JDK 25, after building what is not built yet; OPTIONS is
#                                          one word, of JVM options that WIZD_JAVA_OPTS may overrule
# The user may set WIZD_JAVA_HOME (the JDK) and WIZD_JAVA_OPTS (options of the JVM, such as -Xmx2g).

fail() {
    status=$1
    shift
    echo "$(basename "$0"): $*" >&2
    exit "$status"
}

# The major version of the JDK or JRE in folder $1, from its release file; empty where there is none.
java_version_of() {
    [ -x "$1/bin/java" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_java_25() {
    version=$(java_version_of "$1")
    [ "${version:-0}" -ge 25 ]
}

# Sets JAVA. What the user names explicitly is used or refused, never passed over.
find_java() {
    if [ -n "${WIZD_JAVA_HOME:-}" ]; then
        is_java_25 "$WIZD_JAVA_HOME" || fail 69 "WIZD_JAVA_HOME=$WIZD_JAVA_HOME is not a JDK 25"
        JAVA=$WIZD_JAVA_HOME/bin/java
        return
    fi
    on_path=$(readlink -f "$(command -v java 2>/dev/null)" 2>/dev/null) || on_path=
    for candidate in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* /opt/*; do
        if is_java_25 "$candidate"; then
            JAVA=$candidate/bin/java
            return
        fi
    done
    fail 69 "no JDK 25 found; install one (for example https://adoptium.net) and set WIZD_JAVA_HOME to its folder"
}

is_built() {
    set -- "$WIZD_HOME"/dist/target/wizd-*.tar.gz
    [ -f "$1" ] && [ -d "$WIZD_DIST/lib" ] && [ -z "$(cd "$WIZD_HOME" &&
        find pom.xml ./*/pom.xml ./*/src/main dist/src bin sql conf test-data -newer "$1" -print -quit 2>/dev/null)" ]
}

# In a checkout: one build at a time, the others wait for it and then find it done.
build() {
    exec 9<"$WIZD_HOME/pom.xml"
    flock 9
    if ! is_built; then
        command -v mvn >/dev/null || fail 69 "Maven is needed to build wizd: apt-get install maven"
        echo "$(basename "$0"): building wizd, which takes about three minutes" >&2
        # Maven ends with an escape code even where nobody sees colours.
        [ -t 2 ] || MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true"
        export MAVEN_OPTS="${MAVEN_OPTS:-}"
        mvn -q -B -ntp -f "$WIZD_HOME/pom.xml" -pl '!fuzz' -DskipTests -Dspotless.check.skip=true package >&2 </dev/null ||
            fail 70 "the build failed, see above"
        touch "$WIZD_HOME"/dist/target/wizd-*.tar.gz # Maven leaves it alone where its contents are the same
    fi
    exec 9<&-
}

# What bin/class-archive makes for the classes of these very jars: the JVM itself compares names, sizes and times only, and says
# nothing if it cannot use it.
class_archive() {
    sum=$(cat "$WIZD_DIST"/lib/wizd-*.jar | cksum)
    echo "$WIZD_DIST/lib/wizd-${sum%% *}.jsa"
}

exec_java() {
    defaults=$1
    shift
    find_java
    if [ "$WIZD_DIST" != "$WIZD_HOME" ] && ! is_built; then
        build
    fi
    archive=$(class_archive)
    case ${WIZD_JAVA_OPTS:-} in *-XX:AOT*) archive='' ;; esac # a JVM takes one of both
    [ -f "$archive" ] || archive=''
    # Of two options the later one counts.
    # shellcheck disable=SC2086 # several options in one variable
    exec "$JAVA" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dwizd.home="$WIZD_HOME" \
        ${archive:+-Xlog:cds*=off,aot*=off "-XX:SharedArchiveFile=$archive"} -cp "${CLASS_PATH:-$WIZD_DIST/lib/*}" $defaults \
        ${WIZD_JAVA_OPTS:-} "$@"
}

WIZD_HOME=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
WIZD_DIST=$WIZD_HOME
[ ! -f "$WIZD_HOME/pom.xml" ] || WIZD_DIST=$WIZD_HOME/dist/target/wizd
