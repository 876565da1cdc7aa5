# Sourced by each benchmark: builds what it needs and runs one main class.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

run() {
  local jar=$repository/bench/target/gantry-bench-0.1.0-SNAPSHOT.jar
  if [[ ! -f $jar || ! -d $repository/bench/target/lib ]] \
    || [[ -n $(find "$repository"/*/src/main -type f -newer "$jar" -print -quit) ]]; then
    (cd "$repository" && mvn -q -B package -DskipTests)
  fi
  cd "$repository"
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$jar:$repository/bench/target/lib/*" "$@"
}
