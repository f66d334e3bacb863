package scalebook.book;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import scalebook.lab.process.Missing;

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
        .orElseThrow(() -> new Missing("chapter " + number + " has no comparison yet"))
        .call();
  }
}
