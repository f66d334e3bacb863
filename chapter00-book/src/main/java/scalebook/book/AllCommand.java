package scalebook.book;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;

/** Every lesson, one after the other. */
@Command(name = "all", description = "run every lesson and sum up")
final class AllCommand extends Subcommand {
  @Option(names = "--quick", description = "each lesson's short run")
  private boolean quick;

  @Option(names = "--json", paramLabel = "DIR", description = "write DIR/N.M.json for each lesson")
  private Path json;

  @Option(names = "--engine", description = "auto, embedded, local, docker or given")
  private String engine;

  @Override
  public Integer call() {
    List<String> failed = new ArrayList<>();
    int count = 0;
    long start = System.nanoTime();
    for (Lesson lesson : Chapter.allLessons().toList()) {
      System.out.printf("%n%s %s%n", lesson.number(), lesson.command());
      count++;
      if (Lesson.execute(lesson, arguments(lesson)) != Lesson.HELD) {
        failed.add(lesson.number());
      }
    }
    System.out.printf(
        "%n%d lessons in %d s: %s%n",
        count,
        (System.nanoTime() - start) / 1_000_000_000,
        failed.isEmpty() ? "all held" : "not held: " + failed);
    return failed.isEmpty() ? Lesson.HELD : Lesson.FAILED;
  }

  private String[] arguments(Lesson lesson) {
    List<String> arguments = new ArrayList<>();
    if (quick) {
      arguments.add("--quick");
    }
    if (engine != null) {
      arguments.addAll(List.of("--engine", engine));
    }
    if (json != null) {
      arguments.addAll(List.of("--json", json.resolve(lesson.number() + ".json").toString()));
    }
    return arguments.toArray(String[]::new);
  }
}
