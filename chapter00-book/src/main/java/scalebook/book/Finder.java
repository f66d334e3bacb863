package scalebook.book;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds things by the words that are typed: names first, then lines, then what else is told. */
record Finder(List<Thing> things) {
  private static final int SHORT = 3;
  private static final int MOST_SUGGESTIONS = 3;

  /**
   * A lesson, a term or an exercise.
   *
   * @param line as it is shown
   * @param text what else is searched
   */
  record Thing(String kind, String name, String line, String text) {}

  /** All typed words must be there. */
  List<Thing> find(List<String> typed) {
    List<Predicate<String>> words = words(typed.stream()).map(Finder::begins).toList();
    Predicate<String> all = text -> words.stream().allMatch(word -> word.test(text));
    return things.stream()
        .filter(thing -> all.test(plain(thing.name() + " " + thing.line() + " " + thing.text())))
        .sorted(Comparator.comparing(thing -> place(thing, all)))
        .toList();
  }

  private static int place(Thing thing, Predicate<String> all) {
    return all.test(plain(thing.name()))
        ? 0
        : all.test(plain(thing.name() + " " + thing.line())) ? 1 : 2;
  }

  /** Words of names that are nearly what was typed. */
  List<String> near(List<String> typed) {
    Set<String> known = new TreeSet<>();
    things.forEach(thing -> words(Stream.of(thing.name())).forEach(known::add));
    return words(typed.stream())
        .flatMap(
            word ->
                known.stream()
                    .filter(name -> Book.distance(word, name) <= Math.max(1, word.length() / 3))
                    .sorted(Comparator.comparingInt(name -> Book.distance(word, name))))
        .distinct()
        .limit(MOST_SUGGESTIONS)
        .toList();
  }

  /** A word's beginning is enough, but "cap" is not "capacity". */
  private static Predicate<String> begins(String word) {
    return Pattern.compile("\\b" + Pattern.quote(word) + (word.length() <= SHORT ? "s?\\b" : ""))
        .asPredicate();
  }

  private static Stream<String> words(Stream<String> texts) {
    return texts
        .flatMap(text -> Arrays.stream(plain(text).split("[^\\p{L}\\p{N}.]+")))
        .filter(word -> !word.isBlank());
  }

  /** {@code SingleFlight} and {@code single-flight} are "single flight". */
  private static String plain(String text) {
    return text.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})|-", " ").toLowerCase(Locale.ROOT);
  }
}
