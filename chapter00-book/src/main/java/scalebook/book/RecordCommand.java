package scalebook.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scalebook.book.exercise.ExerciseText;
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
        "run a chapter's lessons and put their output, and its exercises, into its README")
final class RecordCommand extends Subcommand {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- record: \\./book ([^>]*?) -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final Pattern EXERCISES =
      Pattern.compile("<!-- exercises -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final String NO_LESSON = "exercises";

  @Parameters(index = "0", paramLabel = "CHAPTER", description = "1 to 7")
  private int number;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LESSON",
      description = "only this one, by its name or number; bench or versus; 'exercises' for none")
  private String only = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Chapter chapter = Book.chapter(number);
    Path readme = Book.root().resolve(chapter.folder()).resolve("README.md");
    String text = Files.readString(readme);
    String wanted = Book.find(only).map(Lesson::command).orElse(only);
    Matcher block = BLOCK.matcher(text);
    StringBuilder recorded = new StringBuilder();
    boolean found = false;
    while (block.find()) {
      if (!only.isEmpty() && !block.group(1).split(" ")[0].equals(wanted)) {
        block.appendReplacement(recorded, Matcher.quoteReplacement(block.group()));
        continue;
      }
      found = true;
      String output = run(block.group(1));
      block.appendReplacement(
          recorded,
          Matcher.quoteReplacement(
              "<!-- record: ./book %s -->%n```text%n%s```%n<!-- end -->"
                  .formatted(block.group(1), output)));
    }
    if (!found && !only.equals(NO_LESSON)) {
      throw new Missing("chapter %d's README records no '%s'".formatted(number, only));
    }
    block.appendTail(recorded);
    String exercises =
        "<!-- exercises -->\n%s<!-- end -->"
            .formatted(ExerciseText.of(chapter, readme.getParent()));
    Files.writeString(
        readme, EXERCISES.matcher(recorded).replaceFirst(Matcher.quoteReplacement(exercises)));
    return Lesson.HELD;
  }

  /** In a process of its own, as the reader runs it. */
  private static String run(String arguments) throws IOException, InterruptedException {
    System.out.println("recording ./book " + arguments);
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
