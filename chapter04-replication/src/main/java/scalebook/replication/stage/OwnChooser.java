package scalebook.replication.stage;

import java.util.List;
import java.util.Optional;
import scalebook.lab.Own;
import scalebook.replication.monitor.PromotionChooser;

/** What a reader wrote for exercise PromotionChooser. */
public interface OwnChooser {
  /** What a node says of itself. */
  record Candidate(String name, long epoch, long received, long applied) {
    private static Candidate of(PromotionChooser.Candidate one) {
      return new Candidate(
          one.name(), one.received().epoch(), one.received().index(), one.executed().index());
    }
  }

  Optional<String> choose(List<Candidate> answered, int nodes);

  /** The choice of the reader's, or of ours. */
  static PromotionChooser.Candidate choose(
      Own own, List<PromotionChooser.Candidate> answered, int nodes) {
    Optional<OwnChooser> mine = own.made("PromotionChooser", OwnChooser.class);
    Optional<String> name =
        mine.isPresent()
            ? mine.get().choose(answered.stream().map(Candidate::of).toList(), nodes)
            : PromotionChooser.choose(answered, nodes, "").map(PromotionChooser.Candidate::name);
    return answered.stream()
        .filter(one -> name.filter(one.name()::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " was chosen of " + answered));
  }
}
