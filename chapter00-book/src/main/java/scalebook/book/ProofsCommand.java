package scalebook.book;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scalebook.engines.process.Missing;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;

/** Every lesson without each of its mechanisms, one after the other. */
@Command(
    name = "proofs",
    description = "take every mechanism away, one at a time: do exactly the predicted claims fall?")
final class ProofsCommand extends Subcommand {
  private static final String ROW = "%-5s%-22s%-20s";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CHAPTER|LESSON",
      description = "5, 5.2 or rebalance; everything when left out")
  private String only = "";

  @Option(names = "--quick", description = "each lesson's short run")
  private boolean quick;

  @Option(names = "--engine", description = "auto, embedded, local, docker or given")
  private String engine;

  private final List<String> failures = new ArrayList<>();
  private int runs;
  private long controls;
  private long carried;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    System.out.printf(ROW + "fell%n", "", "lesson", "without");
    for (Supplier<Lesson> lesson : wanted()) {
      prove(lesson);
    }
    System.out.printf(
        "%d controls, %d claims carried, %d runs in %d s: %s%n",
        controls,
        carried,
        runs,
        (System.nanoTime() - start) / 1_000_000_000,
        failures.isEmpty() ? "all as predicted" : "not as predicted: " + failures);
    return failures.isEmpty() ? Lesson.HELD : Lesson.FAILED;
  }

  private List<Supplier<Lesson>> wanted() {
    List<Supplier<Lesson>> found =
        Chapter.all().stream()
            .flatMap(chapter -> chapter.lessons().stream())
            .filter(lesson -> only.isEmpty() || meant(lesson.get()))
            .toList();
    if (found.isEmpty()) {
      throw new Missing("no chapter or lesson '%s': ./book list shows them".formatted(only));
    }
    return found;
  }

  private boolean meant(Lesson lesson) {
    return Stream.of(lesson.command(), lesson.number(), lesson.number().split("\\.")[0])
        .anyMatch(only::equals);
  }

  /** A lesson of controls alone runs as it is. */
  private void prove(Supplier<Lesson> lesson) throws IOException {
    List<String> names = lesson.get().mechanisms().names();
    Proof proof = null;
    for (String name : names.isEmpty() ? List.of("") : names) {
      proof = prove(lesson.get(), name);
    }
    controls += proof.texts(Proof.Claim::control).count();
    carried += proof.texts(claim -> !claim.control() && claim.supported()).count();
    List<String> bare = proof.texts(claim -> !claim.supported()).toList();
    if (!bare.isEmpty()) {
      failures.add(lesson.get().number());
      System.out.printf("✘ nothing carries, or both a control and carried: %s%n", bare);
    }
  }

  private Proof prove(Lesson lesson, String name) throws IOException {
    System.out.printf(ROW, lesson.number(), lesson.command(), name.isEmpty() ? "(nothing)" : name);
    System.out.flush();
    List<String> options = new ArrayList<>();
    if (quick) {
      options.add("--quick");
    }
    if (engine != null) {
      options.addAll(List.of("--engine", engine));
    }
    Proof proof = Proof.of(lesson, name, options.toArray(String[]::new));
    runs++;
    String fell = proof.texts(claim -> !claim.held()).collect(Collectors.joining("; "));
    System.out.println(
        proof.asPredicted() ? "✔ " + (fell.isEmpty() ? "nothing" : fell) : "✘ " + surprise(proof));
    if (!proof.asPredicted()) {
      failures.add(name.isEmpty() ? lesson.number() : lesson.number() + " --without " + name);
    }
    return proof;
  }

  private static String surprise(Proof proof) {
    String texts =
        proof
            .texts(claim -> !claim.expected())
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "));
    return texts.isEmpty() ? "it did not end well" : "ended otherwise than predicted: " + texts;
  }
}
