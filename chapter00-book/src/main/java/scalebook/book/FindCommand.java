package scalebook.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** From a word of the field to the places that show it. */
@Command(
    name = "find",
    description = "lessons, glossary entries and exercises by a word: find sticky")
final class FindCommand extends Subcommand {
  private static final String LESSONS = "lessons";
  private static final String TERMS = "words";
  private static final String EXERCISES = "exercises";
  private static final Map<String, Integer> MOST =
      Map.of(LESSONS, 8, TERMS, 5, EXERCISES, 5); // all fit on one screen

  private static final Pattern RUN =
      Pattern.compile("(?s)<!-- record: .*?```text\\n(.*?)\\n[^\\n]*\\n```");

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "all of them must be there")
  private List<String> words;

  @Override
  public Integer call() throws IOException {
    Finder finder = new Finder(things());
    List<Finder.Thing> found = finder.find(words);
    if (found.isEmpty()) {
      List<String> near = finder.near(words);
      System.err.printf(
          "nothing found for '%s'%s%n",
          String.join(" ", words),
          near.isEmpty()
              ? ": ./book list shows the lessons, GLOSSARY.md the words"
              : ": did you mean " + String.join(", ", near) + "?");
      return Lesson.USAGE;
    }
    for (String kind : List.of(LESSONS, TERMS, EXERCISES)) {
      show(kind, found.stream().filter(thing -> thing.kind().equals(kind)).toList());
    }
    return Lesson.HELD;
  }

  private static void show(String kind, List<Finder.Thing> found) {
    if (!found.isEmpty()) {
      System.out.println(kind);
      int most = MOST.get(kind);
      found.stream().limit(most).forEach(thing -> System.out.println("  " + thing.line()));
      if (found.size() > most) {
        System.out.printf("  … and %d more: a second word narrows it%n", found.size() - most);
      }
    }
  }

  static List<Finder.Thing> things() throws IOException {
    List<Finder.Thing> things = new ArrayList<>();
    List<Glossary.Entry> glossary = Glossary.in(Book.root());
    for (Chapter chapter : Chapter.all()) {
      Path file = Book.root().resolve(chapter.folder()).resolve("README.md");
      String readme = Files.exists(file) ? Files.readString(file) : "";
      for (Supplier<Lesson> one : chapter.lessons()) {
        Lesson lesson = one.get();
        String number = lesson.number();
        String name = "%s %s".formatted(number, lesson.command());
        String line = "%s  %-22s %s".formatted(number, lesson.command(), lesson.description());
        things.add(new Finder.Thing(LESSONS, name, line, told(readme, number, glossary)));
      }
      for (Exercise exercise : chapter.exercises()) {
        String name = "%s %s".formatted(exercise.number(), exercise.name());
        String line = "%s  %-22s %s".formatted(exercise.number(), exercise.name(), exercise.task());
        things.add(new Finder.Thing(EXERCISES, name, line, ""));
      }
    }
    for (Glossary.Entry entry : glossary) {
      String line =
          "%s: %s %s".formatted(entry.name(), entry.meaning(), String.join(", ", entry.where()));
      things.add(new Finder.Thing(TERMS, entry.name(), line, ""));
    }
    return things;
  }

  /** Its heading, its recorded run with table and claims, and the terms that it shows. */
  private static String told(String readme, String number, List<Glossary.Entry> glossary) {
    String terms =
        glossary.stream()
            .filter(entry -> entry.where().contains(number))
            .map(Glossary.Entry::name)
            .collect(Collectors.joining(" "));
    return Section.of(readme, number)
        .map(section -> section.heading() + " " + run(section.text()) + " " + terms)
        .orElse(terms);
  }

  /** Without figures, which look like a lesson's number, and its last line, what to take away. */
  private static String run(String section) {
    Matcher run = RUN.matcher(section);
    return run.find() ? run.group(1).replaceAll("\\d[\\d.,]*", "") : "";
  }
}
