package scalebook.tour;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.book.Subcommand;
import scalebook.lab.Lesson;

/** {@code ./book tour}: serves the page until {@code quit}, Ctrl-C or end of input. */
@Command(name = "tour", description = "the book in your browser: read, run, watch and break it")
public final class TourCommand extends Subcommand {
  @Option(names = "--port", description = "port to listen on (default: any free one)")
  private int port;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "write the book there as a web site, with its recorded runs")
  private Path export;

  @Override
  public Integer call() throws Exception {
    if (export != null) {
      new Export(export).write();
      System.out.println("open " + export.resolve("index.html").toAbsolutePath().toUri());
      return Lesson.HELD;
    }
    try (Tour tour = new Tour(port)) {
      System.out.println("open " + tour.link());
      System.out.println("  quit or Ctrl-C ends it, and all that it started");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null && !line.strip().equals("quit")) {
        line = lines.readLine();
      }
    }
    return Lesson.HELD;
  }
}
