package scalebook.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scalebook.book.exercise.ExerciseText;
import scalebook.book.exercise.Stubs;
import scalebook.engines.process.Child;
import scalebook.engines.process.Missing;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;

/**
 * Puts what the lessons and the benchmarks print into the chapter's README, where it says {@code
 * <!-- record … -->}.
 */
@Command(
    name = "record",
    description =
        "run a chapter's lessons and put their output, links and exercises into its README")
final class RecordCommand extends Subcommand {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- record: \\./book ([^>]*?) -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final Pattern EXERCISES =
      Pattern.compile("<!-- exercises -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final Pattern SECONDS = Pattern.compile("claims held · ([0-9.]+) s");

  private static final List<String> NO_LESSON = List.of("exercises", "links");

  @Parameters(
      index = "0",
      paramLabel = "CHAPTER",
      description = "1 to 7; 0 for FACILITATOR.md, with the times of a chapter's short runs")
  private int number;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LESSON",
      description =
          "only this one, by its name or number; bench or versus; 'exercises' or 'links' for none")
  private String only = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (number == 0) {
      return facilitator();
    }
    Chapter chapter = Book.chapter(number);
    if (only.equals("exercises")) {
      new Stubs(Book.root(), chapter).write();
    }
    Path readme = Book.root().resolve(chapter.folder()).resolve("README.md");
    String recorded = recorded(Files.readString(readme));
    String exercises =
        "<!-- exercises -->\n%s<!-- end -->"
            .formatted(ExerciseText.of(chapter, readme.getParent()));
    recorded = EXERCISES.matcher(recorded).replaceFirst(Matcher.quoteReplacement(exercises));
    int exit = Lesson.HELD;
    for (Supplier<Lesson> lesson : chapter.lessons()) {
      try {
        recorded = Links.in(recorded, lesson.get(), Book.root());
      } catch (Missing unlinked) {
        exit = Lesson.explain(unlinked);
      }
    }
    Files.writeString(readme, recorded);
    return exit;
  }

  private Integer facilitator() throws IOException, InterruptedException {
    Path file = Book.root().resolve("FACILITATOR.md");
    String page = Files.readString(file);
    Map<String, String> seconds = Facilitator.seconds(page);
    for (Lesson lesson : Chapter.allLessons().toList()) {
      if (lesson.number().startsWith(only + ".")) {
        Matcher end = SECONDS.matcher(run(lesson.number() + " --quick"));
        if (end.find()) {
          seconds.put(lesson.number(), "%.0f".formatted(Double.parseDouble(end.group(1))));
        }
      }
    }
    Files.writeString(file, Facilitator.in(page, Book.root(), seconds));
    return Lesson.HELD;
  }

  /** The README with fresh output where it is wanted. */
  private String recorded(String text) throws IOException, InterruptedException {
    String wanted = Book.find(only).map(Lesson::command).orElse(only);
    Matcher block = BLOCK.matcher(text);
    StringBuilder recorded = new StringBuilder();
    boolean found = NO_LESSON.contains(only);
    while (block.find()) {
      String arguments = block.group(1);
      String fresh = block.group();
      if (only.isEmpty() || arguments.split(" ")[0].equals(wanted)) {
        found = true;
        fresh =
            "<!-- record: ./book %s -->\n```text\n%s```\n<!-- end -->"
                .formatted(arguments, run(arguments));
      }
      block.appendReplacement(recorded, Matcher.quoteReplacement(fresh));
    }
    if (!found) {
      throw new Missing("chapter %d's README records no '%s'".formatted(number, only));
    }
    return block.appendTail(recorded).toString();
  }

  /** In a process of its own, as the reader runs it. */
  private static String run(String arguments) throws IOException, InterruptedException {
    System.out.println("recording ./book " + arguments);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Child.UTF_8);
    command.addAll(
        List.of(
            "-Dscalebook.root=" + Book.root(),
            "-cp",
            System.getProperty("java.class.path"),
            Book.class.getName()));
    command.addAll(List.of(arguments.trim().split("\\s+")));
    Process process =
        new ProcessBuilder(command)
            .directory(Book.root().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != Lesson.HELD) {
      throw new Missing("./book " + arguments + " did not hold; nothing was recorded:\n" + output);
    }
    return output;
  }
}
