package scalebook.lab.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import scalebook.lab.story.Svg;

/** A few operations that no correct system could have answered so. */
public record Violation(String what, List<Operation> operations) {
  private static final int LEFT = 110;
  private static final int WIDTH = 900;
  private static final int LANE = 46;

  /** What is wrong, and then an operation a line, with its times in ms from the first one on. */
  @Override
  public String toString() {
    long zero = operations.stream().mapToLong(Operation::startNanos).min().orElse(0);
    return operations.stream()
        .map(
            o ->
                "  %9.3f … %9s ms  %s"
                    .formatted(
                        (o.startNanos() - zero) / 1e6,
                        o.outcome() == Operation.Outcome.UNKNOWN
                            ? "?"
                            : "%.3f".formatted((o.endNanos() - zero) / 1e6),
                        o))
        .collect(Collectors.joining("\n", what + "\n", ""));
  }

  /** A lane for each client, a bar for each operation; an open end where nobody knows. */
  public void draw(Path file) throws IOException {
    List<String> clients = operations.stream().map(Operation::client).distinct().sorted().toList();
    long zero = operations.stream().mapToLong(Operation::startNanos).min().orElse(0);
    long end = operations.stream().mapToLong(Operation::endNanos).max().orElse(1);
    double scale = (double) WIDTH / Math.max(1, end - zero);
    Svg svg = new Svg(LEFT + WIDTH + 260, 50 + clients.size() * LANE, what, toString());
    svg.text(10, 20, "start", "ink", what);
    for (Operation each : operations) {
      int lane = clients.indexOf(each.client());
      double x = LEFT + (each.startNanos() - zero) * scale;
      double width = Math.max(3, (each.endNanos() - each.startNanos()) * scale);
      int y = 40 + lane * LANE;
      boolean known = each.outcome() != Operation.Outcome.UNKNOWN;
      svg.add(
          "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" class=\"%s\"%s/>%n",
          x, y, width, Svg.css(lane), known ? "" : " opacity=\"0.4\" stroke-dasharray=\"3\"");
      svg.add(
          "<text x=\"%.1f\" y=\"%d\" font-size=\"11\">%s</text>%n",
          x, y + 25, Svg.escape(each.toString().replaceFirst(".*?: ", "")));
    }
    for (String client : clients) {
      svg.add(
          "<text x=\"10\" y=\"%d\">%s</text>%n",
          51 + clients.indexOf(client) * LANE, Svg.escape(client));
    }
    Files.writeString(file, svg.end());
  }
}
