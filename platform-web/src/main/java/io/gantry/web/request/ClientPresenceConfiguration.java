package io.gantry.web.request;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the valve before everything else. */
@Configuration(proxyBeanMethods = false)
class ClientPresenceConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> presenceOfClients() {
    return factory -> factory.addEngineValves(new ClientPresenceValve());
  }
}
