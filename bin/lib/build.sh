# Sourced by java.sh in a checkout; no distribution has it. Gives tell_unbuilt, is_built and build.

# Before the first build, for which nobody shall wait minutes: help is a short text, a command or an option that does not exist is
# told, and so is that no server runs. Gets what exec_java gets.
tell_unbuilt() {
    [ ! -d "$WIZD_DIST/lib" ] || return 0
    shift 2
    program=$(basename "$0")
    used=$program # with its command, where that has commands itself
    usage=$(usage_of "$program ${1:-}")
    if [ -n "$usage" ]; then
        used="$program $1"
        shift
    else
        usage=$(usage_of "$program")
    fi
    case "${1:-} $* " in
    'help '* | *' --help '* | *' -h '*)
        printf '%s\n\nThe help of each command comes with the build, which takes about three minutes: see README.md.\n' "$usage"
        exit 0
        ;;
    esac
    tell_wrong_use "$@"
    case "$used ${1:-}" in
    'wizd --version' | 'wizd -V' | 'wiz --version' | 'wiz -V') tell_version ;;
    'wizd status' | 'wizd stop') tell_down "$@" ;;
    esac
    case $program in wizd | sync) tell_no_config "$@" ;; esac
}

usage_of() {
    awk -v head="== $1" '/^== / { wanted = $0 == head; next } wanted' "$WIZD_HOME/bin/lib/usage.txt"
}

# What is wrong with the first argument, by the first line of the usage.
tell_wrong_use() {
    line=$(printf '%s\n' "$usage" | head -n 1)
    commands=$(printf '%s\n' "$usage" | sed '1,/^Commands:/d' | awk '{ printf "%s%s", NR == 1 ? "" : ", ", $1 }')
    case ${1:-} in
    '')
        case "$program $line" in
        *' COMMAND') refuse "a command is needed: $commands" ;;
        'load '* | 'installdb '*) refuse "arguments are needed" ;;
        esac
        ;;
    -*)
        case $line in *'[OPTION]'*) return ;; esac
        case " $(printf '%s' "$line" | tr '[]|' '   ') --version -V " in
        *" ${1%%=*} "*) ;;
        *) refuse "there is no option ${1%%=*}" ;;
        esac
        ;;
    *)
        if [ -n "$commands" ]; then
            case ", $commands, " in *", $1, "*) ;; *) refuse "there is no command $1, only $commands" ;; esac
        else
            case $line in "Usage: bin/$used -"* | "Usage: bin/$used [-"*) refuse "one argument too many: $1" ;; esac
        fi
        ;;
    esac
}

refuse() {
    fail 64 "$1; see bin/$used --help"
}

# A configuration file that is named and does not exist.
tell_no_config() {
    file=''
    while [ $# -gt 0 ]; do
        case $1 in
        --config=*) file=${1#--config=} ;;
        --config) file=${2:-} ;;
        esac
        shift
    done
    case $file in '' | /*) ;; *) file=$PWD/$file ;; esac
    [ -z "$file" ] || [ -e "$file" ] || fail 78 "$file: this configuration file (--config) does not exist"
}

tell_version() {
    version=$(sed -n '/<parent>/,/<\/parent>/d; s,^ *<version>\(.*\)</version>.*,\1,p; /<modules>/q' "$WIZD_HOME/pom.xml")
    [ -z "$version" ] || { echo "$program $version" && exit 0; }
}

# No server of ours has ever run where its lock is not. Whatever else there is to say needs the program: $1, with its options.
tell_down() {
    command=$1
    shift
    data=${WIZD_DATA:-}
    while [ $# -gt 0 ]; do
        case $1 in
        --data=?*) data=${1#--data=} ;;
        --data)
            [ $# -gt 1 ] || return 0
            data=$2
            shift
            ;;
        *) return 0 ;;
        esac
        shift
    done
    if [ -z "$data" ]; then
        [ -z "${WIZD_CONFIG:-}" ] || return 0
        [ ! -e "$WIZD_HOME/conf/wizd.conf" ] || return 0
        data=$WIZD_HOME/data
    fi
    case $data in /*) ;; *) data=$PWD/$data ;; esac
    [ ! -e "$data" ] || { [ -d "$data" ] && [ -x "$data" ] && [ ! -e "$data/wizd.lock" ]; } || return 0
    case $command in
    status) echo "wizd is down (data: $data)" && exit 3 ;;
    stop) echo "wizd was not running (data: $data)" && exit 0 ;;
    esac
}

# Not conf: what an installation is configured with is read where it is.
is_built() {
    set -- "$WIZD_HOME"/dist/target/wizd-*.tar.gz
    [ -f "$1" ] && [ -d "$WIZD_DIST/lib" ] && [ -z "$(cd "$WIZD_HOME" &&
        find pom.xml ./*/pom.xml ./*/src/main dist/src bin sql test-data -newer "$1" -print -quit 2>/dev/null)" ]
}

# In a checkout: one build at a time, the others wait for it and then find it done. Both say how far it is.
build() {
    mkdir -p "$WIZD_HOME/target" || fail 73 "cannot build wizd in $WIZD_HOME"
    build_log=$WIZD_HOME/target/build.log
    build_began=$(date +%s)
    build_told=$build_began
    build_step=''
    exec 9<"$WIZD_HOME/pom.xml"
    until flock -w 1 9; do
        tell_build "waiting for another build: "
    done
    is_built || run_maven
    exec 9<&-
    [ ! -t 2 ] || printf '\r\033[K' >&2
}

run_maven() {
    command -v mvn >/dev/null || fail 69 "Maven is needed to build wizd: apt-get install maven"
    echo "$(basename "$0"): building wizd, which takes about three minutes, and longer where Maven downloads libraries first" >&2
    : >"$build_log"
    script=$$
    while sleep 1 2>/dev/null && kill -0 "$script" 2>/dev/null; do tell_build "building "; done >/dev/null 9<&- &
    teller=$!
    built=0
    mvn -B -Dstyle.color=never -f "$WIZD_HOME/pom.xml" -pl '!fuzz' -DskipTests -Dspotless.check.skip=true package \
        >"$build_log" 2>&1 </dev/null || built=$?
    kill "$teller" 2>/dev/null || true
    wait "$teller" 2>/dev/null || true
    [ ! -t 2 ] || printf '\r\033[K' >&2
    if [ "$built" -ne 0 ]; then
        sed -n '/-> \[Help/q; s/^\[ERROR\] */  /p' "$build_log" | head -n 20 >&2
        fail 70 "the build failed; $build_log has all that Maven said"
    fi
    echo "$(basename "$0"): built in $(($(date +%s) - build_began)) s" >&2
    touch "$WIZD_HOME"/dist/target/wizd-*.tar.gz # Maven leaves it alone where its contents are the same
}

# How far the build is that writes the log, behind the words $1: on a terminal one line that is written again and again, elsewhere a
# line for each module, and after 15 seconds without one.
tell_build() {
    now=$(date +%s)
    step=$(awk '
        /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
            module = $3
            for (i = 4; i < NF - 1; i++) module = module " " $i
            count = $NF
            gsub(/[][]/, "", count)
            sub("/", " of ", count)
            module = module ", " count
        }
        /Downloaded from / { files++; loading = "" }
        /Downloading from / { loading = $0; sub(".*/", "", loading) }
        END {
            printf "%s|%s%s", module == "" ? "wizd" : module, files ? ", " files (files == 1 ? " file" : " files") " downloaded" : "",
                loading == "" ? "" : ", downloading " loading
        }' "$build_log" 2>/dev/null) || step='|'
    module=${step%%|*}
    line="$(basename "$0"): $1$module, $((now - build_began)) s${step#*|}"
    if [ -t 2 ]; then
        printf '\r%.79s\033[K' "$line" >&2
    elif [ "$module" != "$build_step" ] || [ $((now - build_told)) -ge 15 ]; then
        echo "$line" >&2
        build_told=$now
    fi
    build_step=$module
}
