package scalebook.book;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scalebook.engines.process.Missing;
import scalebook.lab.Chapter;

/** A chapter's mechanism beside the systems that people use. */
@Command(
    name = "versus",
    description = "measure a chapter's mechanism beside real systems, where they are installed")
final class VersusCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "CHAPTER", description = "1 to 7")
  private int number;

  @Override
  public Integer call() throws Exception {
    return Book.chapter(number)
        .versus()
        .orElseThrow(
            () -> new Missing("chapter %d has no comparison; %s".formatted(number, others())))
        .call();
  }

  private static String others() {
    return Chapter.all().stream()
        .filter(chapter -> chapter.versus().isPresent())
        .map(chapter -> "./book versus " + chapter.number())
        .collect(Collectors.joining(", ", "there is ", ""));
  }
}
