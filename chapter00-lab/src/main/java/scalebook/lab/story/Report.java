package scalebook.lab.story;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of a lesson as JSON, for other programs; {@code held}: every claim ended as it should,
 * which for a run without a mechanism means that exactly the predicted claims fell.
 */
public record Report(
    String lesson,
    String command,
    boolean held,
    String without,
    List<Claim> claims,
    Map<String, Number> figures,
    Map<String, String> engines,
    long millis) {

  /** A claim, whether it held, what it rests on, and whether it ended as predicted. */
  public record Claim(
      String text, boolean held, boolean control, List<String> carriedBy, boolean expected) {}

  public static Report of(String lesson, String command, Story story, Map<String, String> engines) {
    List<Claim> claims =
        story.claims().stream()
            .map(c -> new Claim(c.text(), c.held(), c.control(), c.carriedBy(), c.expected()))
            .toList();
    Map<String, Number> figures = new LinkedHashMap<>();
    story.figures().forEach((name, value) -> figures.put(name, shortest(value)));
    return new Report(
        lesson,
        command,
        story.asExpected(),
        story.mechanisms().away().map(Mechanisms.Mechanism::name).orElse(""),
        claims,
        figures,
        engines,
        story.millis());
  }

  /** A count is written as a count. */
  private static Number shortest(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    return value;
  }

  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
