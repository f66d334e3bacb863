package scalebook.engines.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {
  private record Inner(TimeUnit unit, int count, boolean warm) {}

  private record Everything(
      String text,
      int small,
      long large,
      double share,
      Path folder,
      List<Integer> ports,
      List<Inner> inners,
      Map<String, Inner> byName,
      Properties login) {}

  private record Keys(Map<Integer, byte[]> keys) {}

  private record Renamed(@JsonProperty("other") String name) {}

  private record Tree(JsonNode any) {}

  private static Everything everything(String text) {
    Inner inner = new Inner(TimeUnit.DAYS, 1, true);
    Properties login = new Properties();
    login.setProperty("user", "reader");
    return new Everything(
        text,
        -1,
        Long.MAX_VALUE,
        0.5,
        Path.of("a b", "100%").toAbsolutePath(),
        List.of(1, 2),
        List.of(inner),
        Map.of("one", inner),
        login);
  }

  @Test
  void whatJsonWritesIsRead() {
    for (Everything written : List.of(everything("\"ü\\\n\uD83D\uDE00"), everything(null))) {
      assertThat(PlainJson.read(Json.text(written), Everything.class)).isEqualTo(written);
    }
    Keys keys = PlainJson.read(Json.text(new Keys(Map.of(7, new byte[] {-1, 0}))), Keys.class);
    assertThat(keys.keys().get(7)).containsExactly(-1, 0);
  }

  /** The binding knows what the parser alone does not. */
  @Test
  void whatIsNotPlainIsReadAllTheSame() {
    assertThat(PlainJson.read("{\"other\":\"a\"}", Renamed.class)).isEqualTo(new Renamed("a"));
    assertThat(PlainJson.read("{\"any\":[1]}", Tree.class).any().path(0).asInt()).isEqualTo(1);
    assertThat(PlainJson.read("3", Integer.class)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"unit\":\"DAYS\",\"count\":1,\"warm\":true} }",
        "{}",
        "null",
        "{\"unit\":\"YEARS\",\"count\":1,\"warm\":true}",
        "{\"unit\":\"DAYS\",\"count\":\"many\",\"warm\":true}",
        "{\"unit\":\"DAYS\",\"count\":1,\"warm\":null}",
        "{\"unit\":\"DAYS\",\"count\":1,\"warm\":true,\"more\":{\"x\":[1]}}",
        "{\"unit\":\"DAYS\",\"count\":1,\"count\":2,\"warm\":true}",
        "{\"unit\":\"DAYS\",\"count\":1e3,\"warm\":true}",
        "{\"unit\":\"DAYS\",\"count\":2147483648,\"warm\":true}",
        "{\"unit\":0,\"count\":1,\"warm\":true}",
      })
  void missingExtraAndWrongFieldsMeanTheSameAsToJackson(String text) {
    Throwable wrong = catchThrowable(() -> Json.read(text, Inner.class));
    if (wrong == null) {
      assertThat(PlainJson.read(text, Inner.class)).isEqualTo(Json.read(text, Inner.class));
    } else {
      assertThatThrownBy(() -> PlainJson.read(text, Inner.class)).hasMessage(wrong.getMessage());
    }
  }
}
