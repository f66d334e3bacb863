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

  /** For {@code --help}: what can be taken away and what falls then; what can be the reader's. */
  static String[] help(Class<?> lesson) {
    return Stream.concat(
            block(
                "Without one of these mechanisms, these claims fall:",
                by(lesson).all().stream()
                    .flatMap(
                        one ->
                            Stream.concat(
                                Stream.of("  " + one),
                                one.falls().stream().map(text -> "    ✘ " + text)))),
            block(
                "With --mine, your class of an exercise takes the place of ours:",
                Own.declared(lesson).stream().map(one -> "  " + one.value() + ": " + one.as())))
        .map(line -> line.replace("%", "%%"))
        .toArray(String[]::new);
  }

  private static Stream<String> block(String head, Stream<String> lines) {
    List<String> all = lines.toList();
    return all.isEmpty() ? Stream.of() : Stream.concat(Stream.of("", head), all.stream());
  }
}
