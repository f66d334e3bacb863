package scalebook.lab;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.lab.story.Mechanisms;
import scalebook.lab.story.Mechanisms.Mechanism;

/** What a lesson says in its {@link Without} annotations. */
final class Declared {
  private Declared() {}

  static Mechanisms by(Class<?> lesson) {
    List<Mechanism> all =
        Stream.of(lesson.getAnnotationsByType(Without.class))
            .map(one -> new Mechanism(one.name(), one.what(), List.of(one.falls())))
            .toList();
    return new Mechanisms(all, Optional.empty());
  }

  /** For {@code --help}: what can be taken away, and what falls then. */
  static String[] help(Mechanisms mechanisms) {
    if (mechanisms.all().isEmpty()) {
      return new String[0];
    }
    Stream<String> lines =
        mechanisms.all().stream()
            .flatMap(
                one ->
                    Stream.concat(
                        Stream.of("  " + one), one.falls().stream().map(text -> "    ✘ " + text)));
    return Stream.concat(
            Stream.of("", "Without one of these mechanisms, these claims fall:"),
            lines.map(line -> line.replace("%", "%%")))
        .toArray(String[]::new);
  }
}
