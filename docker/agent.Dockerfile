# The host agent with the programs it drives. It runs privileged, with the host's network and process namespaces and with
# /var/lib/gantry, /run/gantry and /sys/fs/cgroup of the host: the chart's DaemonSet shows how.
# Build from the repository's root after ./gantry up or mvn package.
FROM eclipse-temurin:25-jre
RUN apt-get update \
  && apt-get install -y --no-install-recommends runc conmon netavark aardvark-dns catatonit iptables golang-github-containers-common \
  && rm -rf /var/lib/apt/lists/*
COPY platform-agent/target/platform-agent-*[0-9T].jar /usr/lib/gantry/platform-agent.jar
ENTRYPOINT ["java", "-Xms16m", "-Xmx192m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-jar", "/usr/lib/gantry/platform-agent.jar"]
CMD ["--help"]
