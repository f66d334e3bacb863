package scalebook.transactions.stage;

import java.util.List;
import java.util.stream.Stream;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;

/** Tells who does what and says what to whom, as the work goes on. */
public final class Narrator {
  private static final List<String> DATABASES =
      Stream.of(Part.values()).map(Part::database).toList();

  private Narrator() {}

  public static Progress ofTwoPhaseCommit(Story story) {
    return place -> {
      switch (place) {
        case "after-work" ->
            story.event("coordinator", "all three have done their work, and hold it");
        case "before-prepare" ->
            DATABASES.forEach(db -> story.message("coordinator", db, "prepare"));
        case "after-prepare" ->
            DATABASES.forEach(db -> story.message(db, "coordinator", "I promise"));
        case "after-decision" -> {
          story.event("coordinator", "decision on disk: the order exists");
          DATABASES.forEach(db -> story.message("coordinator", db, "commit"));
        }
        case "after-commit" -> story.event("coordinator", "all have done it: forgotten");
        default -> {}
      }
    };
  }

  public static Progress ofSaga(Story story) {
    return place -> {
      if (place.startsWith("after-") && !place.equals("after-intent")) {
        story.event("orchestrator", place.substring(6).replace("undo-", "undo ") + ": done");
      }
    };
  }
}
