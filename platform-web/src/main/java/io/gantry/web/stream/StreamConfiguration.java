package io.gantry.web.stream;

import io.gantry.api.node.StreamFrame;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** The WebSocket container: frames of the contract's size, and readers as slow as they like. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(StreamSettings.class)
class StreamConfiguration {
  @Bean
  HandshakeHandler handshakeHandler() {
    return new DefaultHandshakeHandler();
  }

  @Bean
  ServletServerContainerFactoryBean webSocketContainer() {
    ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
    container.setMaxBinaryMessageBufferSize(StreamFrame.MAXIMUM_PAYLOAD_BYTES + 1);
    container.setMaxTextMessageBufferSize(1);
    return container;
  }
}
