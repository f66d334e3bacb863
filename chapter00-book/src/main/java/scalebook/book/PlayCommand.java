package scalebook.book;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import scalebook.engines.process.Missing;
import scalebook.lab.Chapter;
import scalebook.lab.Playground;

/** A chapter's playground. */
@Command(
    name = "play",
    description = "keep a chapter's system up, to try it with curl, wrk or a browser")
final class PlayCommand implements java.util.concurrent.Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "CHAPTER", description = "1 to 7")
  private Integer number;

  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    if (number == null) {
      System.err.println("usage: ./book play CHAPTER [options], as in ./book play 1 --help");
      return 2;
    }
    Chapter chapter = Book.chapter(number);
    return Playground.execute(
        chapter
            .playground()
            .orElseThrow(() -> new Missing("chapter " + number + " has no playground yet"))
            .get(),
        options.toArray(String[]::new));
  }
}
