package scalebook.transactions.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.Part;

/** Tells who does what and says what to whom, as the work goes on; and remembers it. */
public final class Narrator {
  private static final List<String> DATABASES =
      Stream.of(Part.values()).map(Part::database).toList();

  private final Story story;
  private final List<String> places = Collections.synchronizedList(new ArrayList<>());

  public Narrator(Story story) {
    this.story = story;
  }

  /** A {@link scalebook.transactions.shop.Progress} of a coordinator. */
  public void twoPhaseCommit(String place) {
    places.add(place);
    switch (place) {
      case "after-work" -> story.event("coordinator", "all branches have done their work");
      case "before-prepare" -> DATABASES.forEach(db -> story.message("coordinator", db, "prepare"));
      case "after-prepare" -> DATABASES.forEach(db -> story.message(db, "coordinator", "prepared"));
      case "after-decision" -> {
        story.event("coordinator", "decision on disk: the order exists");
        DATABASES.forEach(db -> story.message("coordinator", db, "commit"));
      }
      case "after-commit" -> story.event("coordinator", "all branches have committed");
      default -> {}
    }
  }

  /** One of an orchestrator. */
  public void saga(String place) {
    String[] words = place.split("-", 2);
    if (words[0].equals("after") && !words[1].equals("intent") || words[0].equals("refused")) {
      String what = words[1].replace("undo-", "undo ");
      boolean refused = words[0].equals("refused");
      places.add(refused ? what + " refused" : what);
      story.event("orchestrator", "%s: %s", what, refused ? "refused" : "done");
    }
  }

  /** How often it has come to this place. */
  public long count(String place) {
    return Collections.frequency(List.copyOf(places), place);
  }

  /** What was done, in order. */
  public String told() {
    return String.join(", ", List.copyOf(places));
  }

  public void forget() {
    places.clear();
  }
}
