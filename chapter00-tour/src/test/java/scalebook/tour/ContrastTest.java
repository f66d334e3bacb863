package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever sees little contrast reads every text, on a light and on a dark screen. */
class ContrastTest {
  private static final double LEAST = 4.5;
  private static final List<String> INKS =
      List.of("ink", "dim", "flow", "good", "bad", "warn", "alt");

  private static List<Map<String, String>> themes() throws IOException {
    try (InputStream in = Tour.class.getResourceAsStream("tour.css")) {
      String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile(":root \\{([^}]*)}")
          .matcher(css)
          .results()
          .map(theme -> colours(theme.group(1)))
          .toList();
    }
  }

  private static Map<String, String> colours(String theme) {
    Map<String, String> colours = new TreeMap<>();
    Matcher token = Pattern.compile("--(\\w+): #(\\w+)").matcher(theme);
    while (token.find()) {
      String hex = token.group(2);
      colours.put(token.group(1), hex.length() == 3 ? hex.replaceAll(".", "$0$0") : hex);
    }
    return colours;
  }

  private static double luminance(String hex) {
    double sum = 0;
    double[] weights = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < weights.length; i++) {
      double part = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  @Test
  void everyInkStandsOutFromEveryPaper() throws IOException {
    assertThat(themes()).hasSize(2);
    for (Map<String, String> theme : themes()) {
      for (String ink : INKS) {
        for (String paper : List.of("bg", "panel")) {
          assertThat(contrast(theme.get(ink), theme.get(paper)))
              .as("%s on %s", ink, paper)
              .isGreaterThanOrEqualTo(LEAST);
        }
      }
      assertThat(contrast(theme.get("bad"), theme.get("badbg"))).isGreaterThanOrEqualTo(LEAST);
      assertThat(contrast(theme.get("warn"), theme.get("warnbg"))).isGreaterThanOrEqualTo(LEAST);
      assertThat(contrast(theme.get("flow"), theme.get("flowbg"))).isGreaterThanOrEqualTo(LEAST);
    }
  }
}
