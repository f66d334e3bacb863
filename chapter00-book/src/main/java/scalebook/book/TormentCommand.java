package scalebook.book;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import scalebook.engines.process.Missing;
import scalebook.lab.Lesson;
import scalebook.lab.Project;
import scalebook.lab.torment.Round;
import scalebook.lab.torment.Torment;

/** Random faults against a chapter's playground; what its clients saw is judged. */
@Command(
    name = "torment",
    description = "break a chapter's playground at random, and judge what its clients saw",
    footer = "Other options are the playground's: ./book torment 4 --asynchronous")
final class TormentCommand extends Subcommand {
  private static final int MOST_SHOWN = 3;

  @Parameters(paramLabel = "CHAPTER", description = "4, 5 or 7")
  private int number;

  @Option(names = "--seconds", description = "how long a round takes (default: ${DEFAULT-VALUE})")
  private int seconds = 60;

  @Option(names = "--seed", description = "of the faults (default: a new one)")
  private Long seed;

  @Option(
      names = "--rounds",
      description = "with the same faults; the rest differs (default: ${DEFAULT-VALUE})")
  private int rounds = 2;

  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Torment.Maker maker =
        Book.chapter(number)
            .torment()
            .orElseThrow(() -> new Missing("nothing torments chapter " + number + ": 4, 5 or 7"));
    long chosen = seed == null ? System.nanoTime() & 0xffff : seed;
    System.out.printf(
        "? Seed %d: the same faults at the same times in each round; processes go their own ways.%n",
        chosen);
    int found = 0;
    for (int round = 1; round <= rounds; round++) {
      found += judge(chosen, round, maker);
    }
    return found == 0 ? Lesson.HELD : Lesson.FAILED;
  }

  private int judge(long chosen, int number_, Torment.Maker maker) throws Exception {
    Path folder = Project.output().resolve("torment").resolve(String.valueOf(number));
    Path file = folder.resolve("%d-%d.jsonl".formatted(chosen, number_));
    try (Round round = new Round(playground(), folder.resolve("playground.log"), maker)) {
      Round.Ending ending = round.run(chosen, seconds);
      ending.write(file);
      boolean held = ending.violations().isEmpty();
      System.out.printf("%s round %d: %s · %s%n", held ? "✔" : "✘", number_, ending, file);
      ending.violations().stream().limit(MOST_SHOWN).forEach(one -> System.out.println("  " + one));
      return ending.violations().size();
    }
  }

  private List<String> playground() {
    return Stream.of(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dscalebook.root=" + Project.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Book.class.getName(),
                "play",
                String.valueOf(number),
                "--control",
                "0"),
            options.stream())
        .flatMap(all -> all)
        .toList();
  }
}
