package scalebook.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import scalebook.lab.Lesson;

/** A lesson's run without one of its mechanisms, or with all of them: which claims fell? */
public record Proof(int exit, List<Claim> claims, long millis) {
  /** Seconds: who proves waits for a busy machine longer than a reader does. */
  private static final String LIMIT = "300";

  /** A claim as it ended; {@code supported}: a control, or carried by something. */
  public record Claim(
      String text, boolean held, boolean control, boolean supported, boolean expected) {}

  /** {@code without}: a mechanism's name, or nothing for a run with all. */
  public static Proof of(Lesson lesson, String without, String... options) throws IOException {
    Path file = Files.createTempFile("proof", ".json");
    try {
      List<String> arguments = new ArrayList<>(List.of("--quiet", "--limit", LIMIT));
      arguments.addAll(List.of("--json", file.toString()));
      arguments.addAll(List.of(options));
      if (!without.isEmpty()) {
        arguments.addAll(List.of("--without", without));
      }
      long start = System.nanoTime();
      int exit = Lesson.execute(lesson, arguments.toArray(String[]::new));
      long millis = (System.nanoTime() - start) / 1_000_000;
      JsonNode report = new ObjectMapper().readTree(file.toFile());
      return new Proof(exit, claims(report.path("claims")), millis);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static List<Claim> claims(JsonNode claims) {
    return StreamSupport.stream(claims.spliterator(), false)
        .map(
            claim ->
                new Claim(
                    claim.get("text").asText(),
                    claim.get("held").asBoolean(),
                    claim.get("control").asBoolean(),
                    claim.get("control").asBoolean() != !claim.get("carriedBy").isEmpty(),
                    claim.get("expected").asBoolean()))
        .toList();
  }

  /** It came to its end, and exactly the predicted claims fell. */
  public boolean asPredicted() {
    return exit == Lesson.HELD;
  }

  public Stream<String> texts(Predicate<Claim> which) {
    return claims.stream().filter(which).map(Claim::text);
  }
}
