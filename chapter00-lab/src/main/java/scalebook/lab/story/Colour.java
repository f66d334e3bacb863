package scalebook.lab.story;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The colours of every picture and of the page, each for a light and for a dark screen. The series
 * are those of Okabe and Ito, which colour-blind readers tell apart, made darker or lighter until
 * they stand out from the paper.
 */
enum Colour {
  PAPER("#ffffff", "#11161d"),
  BAND("#edf2f8", "#1c2530"),
  GRID("#c2ccd8", "#445164"),
  INK("#111827", "#e9eef5"),
  DIM("#4b5563", "#aab6c5"),
  YES("#00614a", "#5fd6ae"),
  NO("#9c3600", "#ffa374"),
  HELD("#e0f4ec", "#12352a"),
  AWAY("#ffe4d1", "#4b2914");

  private static final List<String[]> SERIES =
      List.of(
          new String[] {"#0072b2", "#56b4e9"},
          new String[] {"#c24e00", "#ff8f56"},
          new String[] {"#00795a", "#2fc79a"},
          new String[] {"#a0457f", "#e3a0c8"},
          new String[] {"#3b3f46", "#f0e442"});

  private final String light;
  private final String dark;

  Colour(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  String on(boolean darkScreen) {
    return darkScreen ? dark : light;
  }

  /** The classes c0 to c4, for the things of a picture that must be told apart. */
  static List<String> series(boolean darkScreen) {
    return SERIES.stream().map(pair -> pair[darkScreen ? 1 : 0]).toList();
  }

  /** The class of the n-th of several. */
  static String of(int n) {
    return "c" + n % SERIES.size();
  }

  /** The style of an SVG: {@code ink} fills with that colour, {@code l-ink} draws lines with it. */
  static String style() {
    return "text{fill:%s}.l{fill:none}".formatted(INK.light)
        + rules(false)
        + "@media (prefers-color-scheme: dark){text{fill:%s}%s}".formatted(INK.dark, rules(true));
  }

  private static String rules(boolean dark) {
    Stream<String> named = Stream.of(values()).map(c -> rule(c.css(), c.on(dark)));
    List<String> series = series(dark);
    Stream<String> numbered =
        IntStream.range(0, series.size()).mapToObj(i -> rule(of(i), series.get(i)));
    return Stream.concat(named, numbered).collect(Collectors.joining());
  }

  private static String rule(String name, String colour) {
    return ".%s{fill:%s}.l-%s{stroke:%s}".formatted(name, colour, name, colour);
  }

  String css() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The same colours for a page, by their names: {@code var(--ink)}. */
  static String variables() {
    return ":root{color-scheme:light dark;%s}%n@media (prefers-color-scheme: dark){:root{%s}}"
        .formatted(variables(false), variables(true));
  }

  private static String variables(boolean dark) {
    return Stream.of(values())
        .map(c -> "--%s:%s".formatted(c.css(), c.on(dark)))
        .collect(Collectors.joining(";"));
  }
}
