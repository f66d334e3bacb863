package scalebook.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scalebook.lab.control.Events;

/**
 * All that a page shows of what goes on. A page that connects gets it whole, and then what changes;
 * who tells never waits for a page.
 */
final class Board {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_DETAILS = 300;
  private static final int MOST_TICKS = 360;
  private static final int MOST_LOG = 60;

  private final Events events = new Events();
  private final ObjectNode state = JSON.createObjectNode();
  private int details;

  Events events() {
    return events;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static JsonNode json(Object value) {
    return JSON.valueToTree(value);
  }

  /** For a page that has nothing; events up to this number are in it. */
  synchronized JsonNode now() {
    return state.deepCopy().put("upTo", events.last());
  }

  /** A part of the state, and what it is from now on. */
  synchronized void put(String name, Object value) {
    JsonNode node = json(value);
    if (name.equals("run")) {
      details = 0;
    }
    state.set(name, node);
    events.tell(name, node);
  }

  /** A member of a part. */
  synchronized void put(String part, String name, Object value) {
    JsonNode node = json(value);
    if (!node.equals(state.withObjectProperty(part).get(name))) {
      state.withObjectProperty(part).set(name, node);
      events.tell("part", object().put("part", part).put("name", name).set("value", node));
    }
  }

  /** What a lesson tells. Of its details the last ones stay; rows and claims all stay. */
  synchronized void story(List<? extends JsonNode> entries) {
    ArrayNode kept = state.withObjectProperty("run").withArrayProperty("entries");
    for (JsonNode entry : entries) {
      kept.add(entry);
      details += detail(entry) ? 1 : 0;
    }
    for (int i = 0; details > MOST_DETAILS && i < kept.size(); ) {
      if (detail(kept.get(i))) {
        kept.remove(i);
        details--;
      } else {
        i++;
      }
    }
    events.tell("story", entries);
  }

  private static boolean detail(JsonNode entry) {
    return entry.path("type").asText().matches("event|message|text");
  }

  /** How the load stands, a few times a second; dots are for those who look now. */
  synchronized void tick(JsonNode tick, JsonNode dots) {
    grow("ticks", tick, MOST_TICKS);
    events.tell("dots", dots);
  }

  /** How the reader steered the load, for who does it all again. */
  synchronized void step(JsonNode step) {
    grow("loads", step, MOST_LOG);
  }

  /** What happened in the playground, or what the reader did there. */
  synchronized void log(JsonNode line) {
    grow("log", line, MOST_LOG);
  }

  /** Something that the reader did, for the charts' time axis. */
  synchronized void mark(JsonNode mark) {
    grow("marks", mark, MOST_LOG);
  }

  private void grow(String name, JsonNode value, int most) {
    ArrayNode all = state.withObjectProperty("play").withArrayProperty(name);
    all.add(value);
    if (all.size() > most) {
      all.remove(0);
    }
    events.tell("grow", object().put("name", name).put("most", most).set("value", value));
  }
}
