package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text can be read, and every series told from the others, on a light and a dark screen. */
class ColourTest {
  /** What a reader without red or without green cones sees (Viénot, Brettel and Mollon, 1999). */
  private static final double[][] NO_RED = {
    {0.112, 0.888, 0}, {0.112, 0.888, 0}, {0.004, -0.004, 1}
  };

  private static final double[][] NO_GREEN = {
    {0.293, 0.707, 0}, {0.293, 0.707, 0}, {-0.021, 0.021, 1}
  };

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textStandsOutFromItsGround(boolean dark) {
    for (Colour ground : List.of(Colour.PAPER, Colour.BAND, Colour.HELD, Colour.AWAY)) {
      for (Colour text : List.of(Colour.INK, Colour.DIM, Colour.YES, Colour.NO)) {
        assertThat(contrast(text.on(dark), ground.on(dark)))
            .as("%s on %s, dark: %s", text, ground, dark)
            .isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everySeriesStandsOutFromItsGround(boolean dark) {
    for (Colour ground : List.of(Colour.PAPER, Colour.BAND)) {
      for (String series : Colour.series(dark)) {
        assertThat(contrast(series, ground.on(dark)))
            .as("%s on %s, dark: %s", series, ground, dark)
            .isGreaterThanOrEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void colourBlindReadersTellTheSeriesApart(boolean dark) {
    List<String> series = Colour.series(dark);
    for (double[][] eyes : List.of(NO_RED, NO_GREEN)) {
      for (int i = 0; i < series.size(); i++) {
        for (int j = i + 1; j < series.size(); j++) {
          assertThat(distance(seen(series.get(i), eyes), seen(series.get(j), eyes)))
              .as("%s and %s, dark: %s", series.get(i), series.get(j), dark)
              .isGreaterThan(15);
        }
      }
    }
  }

  /** As the accessibility guidelines of the web define it. */
  private static double contrast(String one, String other) {
    double a = luminance(linear(one));
    double b = luminance(linear(other));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] linear(String hex) {
    double[] rgb = new double[3];
    for (int i = 0; i < 3; i++) {
      double value = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      rgb[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  private static double[] seen(String hex, double[][] eyes) {
    double[] rgb = linear(hex);
    double[] seen = new double[3];
    for (int i = 0; i < 3; i++) {
      seen[i] = eyes[i][0] * rgb[0] + eyes[i][1] * rgb[1] + eyes[i][2] * rgb[2];
    }
    return seen;
  }

  /** In CIELAB, where 2.3 is just noticeable. */
  private static double distance(double[] one, double[] other) {
    double[] a = lab(one);
    double[] b = lab(other);
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  private static double[] lab(double[] rgb) {
    double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
    double y = f(luminance(rgb));
    double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double f(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
  }
}
