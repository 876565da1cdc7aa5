# The control plane: a JRE and the Spring Boot jar in layers, run as an ordinary user.
# Build from the repository's root after ./gantry up or mvn package.
FROM eclipse-temurin:25-jre AS layers
WORKDIR /work
COPY platform-web/target/platform-web-*[0-9T].jar application.jar
RUN java -Djarmode=tools -jar application.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 gantry
WORKDIR /application
COPY --from=layers /work/extracted/dependencies/ ./
COPY --from=layers /work/extracted/spring-boot-loader/ ./
COPY --from=layers /work/extracted/snapshot-dependencies/ ./
COPY --from=layers /work/extracted/application/ ./
USER 10001
ENV GANTRY_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s CMD ["sh", "-c", "wget -qO- http://127.0.0.1:$GANTRY_PORT/actuator/health/readiness || exit 1"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=60", "-jar", "application.jar"]
