package scalebook.book;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scalebook.book.exercise.Checker;
import scalebook.book.exercise.Stubs;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.lab.Lesson;
import scalebook.lab.Project;

/** For the next workshop, or another attempt. */
@Command(
    name = "reset",
    description = "exercises as they were, generated files gone; it asks first, and needs no git")
final class ResetCommand extends Subcommand {
  private static final List<String> GENERATED = List.of("story", "mine", "check", "book.log");

  @Parameters(
      arity = "0..1",
      paramLabel = "EXERCISE",
      description = "a number (1.2), a name or a chapter; all when left out")
  private Optional<String> wanted = Optional.empty();

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    Map<Path, String> changed = changed();
    changed.keySet().forEach(file -> System.out.println(Book.root().relativize(file)));
    if (!changed.isEmpty() && !yes && !agreed(changed.size())) {
      System.out.println("nothing was changed");
      return Lesson.FAILED;
    }
    for (Map.Entry<Path, String> one : changed.entrySet()) {
      Files.writeString(one.getKey(), one.getValue());
    }
    if (wanted.isEmpty()) {
      for (String name : GENERATED) {
        Home.delete(Project.output().resolve(name));
      }
    }
    System.out.printf(
        "%d exercises reset%s%n", changed.size(), wanted.isEmpty() ? ", generated files gone" : "");
    return Lesson.HELD;
  }

  /** What differs from the stub that is kept, and the stub. */
  private Map<Path, String> changed() throws IOException {
    Map<Path, String> changed = new TreeMap<>();
    for (Book.Place place : Book.exercises(wanted)) {
      Stubs stubs = new Stubs(Book.root(), place.chapter());
      String name = place.exercise().name();
      String stub =
          Optional.ofNullable(stubs.read().get(name))
              .orElseThrow(() -> new Missing("no stub of " + name + " is kept: use git"));
      if (!stub.equals(stubs.now().get(name))) {
        Path file = new Checker(Book.root()).source(place.chapter(), place.exercise());
        changed.put(file, stub);
      }
    }
    return changed;
  }

  private static boolean agreed(int count) throws IOException {
    System.out.printf("What you wrote in these %d files will be gone. Type yes: ", count);
    System.out.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    return "yes".equals(answer);
  }
}
