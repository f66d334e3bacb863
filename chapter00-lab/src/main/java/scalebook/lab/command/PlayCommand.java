package scalebook.lab.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import scalebook.lab.Chapter;
import scalebook.lab.Missing;
import scalebook.lab.Playground;

/** A chapter's playground. */
@Command(
    name = "play",
    description = "keep a chapter's system up, to try it with curl, wrk or a browser")
final class PlayCommand implements java.util.concurrent.Callable<Integer> {
  @Parameters(index = "0", paramLabel = "CHAPTER", description = "1 to 7")
  private int number;

  @Unmatched private List<String> options = List.of();

  @Override
  public Integer call() {
    Chapter chapter = Book.chapter(number);
    return Playground.execute(
        chapter
            .playground()
            .orElseThrow(() -> new Missing("chapter " + number + " has no playground yet"))
            .get(),
        options == null ? new String[0] : options.toArray(String[]::new));
  }
}
