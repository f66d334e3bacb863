package scalebook.lab.torment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scalebook.lab.control.ControlClient;
import scalebook.lab.history.History;

/** Operations of a playground, and how their answers go into the history. */
public record Calls(ControlClient control) {
  /** No answer is an empty one. */
  public JsonNode ask(String verb, Object... words) throws InterruptedException {
    try {
      return control.call(verb, words);
    } catch (IOException nobodyKnows) {
      return MissingNode.getInstance();
    }
  }

  /** {@code ok}, {@code refused} or {@code unknown}. */
  public static String outcome(JsonNode done) {
    return done.path("outcome").asText("unknown");
  }

  /** What was read; nothing in any other case. */
  public static List<String> seen(JsonNode done) {
    List<String> seen = new ArrayList<>();
    done.path("seen").forEach(one -> seen.add(one.asText()));
    return seen;
  }

  public static void end(History.Pending pending, JsonNode done) {
    switch (outcome(done)) {
      case "ok" -> pending.ok(seen(done));
      case "refused" -> pending.refused();
      default -> pending.unknown();
    }
  }
}
