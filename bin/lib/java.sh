# Sourced by the scripts of bin/. Gives them:
#   WIZD_HOME        the installation, or the source checkout
#   WIZD_DIST        bin lib sql conf test-data: the same folder, or the one the build makes in a checkout
#   fail STATUS TEXT ends the script with one line on standard error
#   exec_java OPTIONS CLASS ARGUMENTS...   becomes that program, on a JDK 25, after building what is not built yet; OPTIONS is
#                                          one word, of JVM options that WIZD_JAVA_OPTS may overrule
# A script may set LEAST_HEAP_MIB, without which its program is refused, WHY_LEAST_HEAP, a sentence, and TRIED_OPTIONS, those of
# the JVM that it will have started, which are tried instead of OPTIONS.
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

# The JVM takes the encoding of arguments, variables and file names from the locale alone, and without one makes ? of every letter
# beyond ASCII: another key, another file. Here it is UTF-8, whatever the caller's locale.
use_utf8() {
    for locale in C.UTF-8 en_US.UTF-8 "${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}"; do
        # Without this command there is no glibc, and its rival knows UTF-8 only.
        if ! command -v locale >/dev/null || [ "$(LC_ALL=$locale locale charmap 2>/dev/null)" = UTF-8 ]; then
            export LC_ALL="$locale"
            return
        fi
    done
    if printf '%s' "$*" "$PWD" "$WIZD_HOME" "$(env | grep '^WIZD_')" | LC_ALL=C grep -q '[^[:print:][:space:]]'; then
        fail 69 "this system has no UTF-8 locale (locale -a), so only ASCII can be taken: install the locale C.UTF-8"
    fi
}

# The archive of the classes of these very jars (docs/decisions/0027-class-archive.md), whether it is there or not. The sum is of
# our own: the JVM compares names, sizes and times of all jars, and ours keep theirs from build to build.
class_archive() {
    sum=$(cat "$WIZD_DIST"/lib/wizd-*.jar | cksum)
    echo "$WIZD_DIST/lib/wizd-${sum%% *}.jsa"
}

# What the JVM refuses ends it with 1, as many a program does, and nobody comes after exec: it is tried before, with the options of
# the user and where memory is bounded. Not those that do something by themselves: agents, recordings, logs, archives.
try_java() {
    least_heap_mib=${LEAST_HEAP_MIB:-16}
    doubtful_options || memory_is_bounded || return 0
    case ${WIZD_JAVA_OPTS:-} in
    *agent* | *-Xrun* | *-Xlog* | *-Xdebug* | *Recording* | *jmxremote* | *Archive* | *-XX:AOT*) return ;;
    esac
    # shellcheck disable=SC2086 # several options in one variable
    if said=$("$JAVA" $1 ${WIZD_JAVA_OPTS:-} -XX:ErrorFile=/dev/null -XX:+PrintCommandLineFlags -Xlog:gc+init::tags \
        -version 2>&1); then
        heap=$(printf '%s\n' "$said" | sed -n 's/.*-XX:MaxHeapSize=\([0-9]*\).*/\1/p')
        # Of the container, where one bounds it.
        memory_mib=$(printf '%s\n' "$said" | sed -n 's/^\[gc,init\] Memory: \([0-9]*\)M$/\1/p')
        [ -z "$heap" ] || [ $((heap >> 20)) -ge "$least_heap_mib" ] || refuse_heap
        [ -z "$heap" ] || [ -z "$memory_mib" ] || [ $((heap >> 20)) -le "$memory_mib" ] || warn_of_heap
        return 0
    fi
    why=$(printf '%s\n' "$said" | sed 's/^# *//; /^$/d; /^-XX:/d; /^\[gc,init\]/d; /^Error: /d; /^Error occurred during init/d
        /warning: INFO: /d; /^There is insufficient memory/d' | head -n 1)
    case $said in
    *"enough space"* | *"insufficient memory"* | *"Could not allocate"* | *"native thread"*)
        fail 71 "the JVM gets too little memory: ${why:-$said}; raise what bounds it (ulimit -v, the memory of the machine or" \
            "container), or let it take less, such as WIZD_JAVA_OPTS=-Xmx${least_heap_mib}m"
        ;;
    *"Initial heap size set to a larger value"*)
        # One of both is ours, unless the user gave it.
        case $WIZD_JAVA_OPTS in *-Xms* | *InitialHeapSize=*) ;; *) refuse_heap ;; esac
        case $WIZD_JAVA_OPTS in *-Xmx* | *MaxHeapSize=*) ;; *) why="$why; give -Xmx too" ;; esac
        ;;
    *"Could not find or load main class"*) why='an option begins with -' ;;
    esac
    fail 78 "the JVM does not start${WIZD_JAVA_OPTS:+ with WIZD_JAVA_OPTS=$WIZD_JAVA_OPTS}: ${why:-$said}"
}

# Whether the user gives an option that a JVM might refuse, or that changes what it takes. Those that it always takes, the
# options of our tests among them, are not worth the half second of a trial.
doubtful_options() {
    for option in ${WIZD_JAVA_OPTS:-}; do
        case $option in
        -D?* | -XX:TieredStopAtLevel=[0-4] | -XX:+UseSerialGC | -XX:-UsePerfData | -XX:+UnlockDiagnosticVMOptions | \
            -XX:ArchiveRelocationMode=[01]) ;;
        *) return 0 ;;
        esac
    done
    return 1
}

# Whether memory may be refused: a machine or container without such a bound gives it, and kills who takes too much.
memory_is_bounded() {
    # shellcheck disable=SC3045 # dash, bash and busybox have both
    [ "$(ulimit -v) $(ulimit -d)" != 'unlimited unlimited' ] && return
    overcommit=''
    { read -r overcommit </proc/sys/vm/overcommit_memory; } 2>/dev/null || true
    [ "$overcommit" = 2 ]
}

refuse_heap() {
    fail 78 "the heap of WIZD_JAVA_OPTS=$WIZD_JAVA_OPTS is too small: ${WHY_LEAST_HEAP:-this program needs $least_heap_mib MiB};" \
        "take -Xmx${least_heap_mib}m or more"
}

# Where it swaps this may go well, and tools never take as much.
warn_of_heap() {
    [ -z "${LEAST_HEAP_MIB:-}" ] || echo "$(basename "$0"): the heap of WIZD_JAVA_OPTS=$WIZD_JAVA_OPTS may grow beyond the" \
        "memory of this machine or container, $memory_mib MiB, and the system would kill the server then: take a smaller -Xmx" >&2
}

exec_java() {
    if [ "$WIZD_DIST" != "$WIZD_HOME" ]; then
        # shellcheck source=build.sh
        . "$WIZD_HOME/bin/lib/build.sh"
        tell_unbuilt "$@"
    fi
    defaults=$1
    shift
    use_utf8 "$@"
    find_java
    try_java "${TRIED_OPTIONS:-$defaults}"
    [ "$WIZD_DIST" = "$WIZD_HOME" ] || is_built || build
    archive=$(class_archive)
    case ${WIZD_JAVA_OPTS:-} in *-XX:AOT*) archive='' ;; esac # a JVM takes one of both
    [ -r "$archive" ] || archive=''
    # Of two options the later one counts. Numbers look the same in every language.
    # shellcheck disable=SC2086 # several options in one variable
    exec "$JAVA" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Duser.language=en -Duser.country=US \
        ${archive:+-Xlog:cds*=off,aot*=off "-XX:SharedArchiveFile=$archive"} -Dwizd.home="$WIZD_HOME" \
        -cp "${CLASS_PATH:-$WIZD_DIST/lib/*}" $defaults ${WIZD_JAVA_OPTS:-} "$@"
}

WIZD_HOME=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
WIZD_DIST=$WIZD_HOME
[ ! -f "$WIZD_HOME/pom.xml" ] || WIZD_DIST=$WIZD_HOME/dist/target/wizd
