package scalebook.cloning.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpCallerTest {
  @Test
  void whatWouldBeMoreThanOneRequestIsRefusedBeforeItIsSent() {
    try (HttpCaller caller = new HttpCaller(1, 100)) { // nobody listens: sent, it would fail
      for (String path : new String[] {"/a HTTP/1.1", "/a\r\nX:y", "/a\n", "/a\tb", ""}) {
        assertThatThrownBy(() -> caller.get(path))
            .as(path)
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> caller.call("GET", "/", Map.of("X", "y\r\nZ: z"), ""))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> caller.call("GET", "/", Map.of("X: y\r\nZ", "z"), ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
