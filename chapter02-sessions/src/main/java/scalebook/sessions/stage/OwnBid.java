package scalebook.sessions.stage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.lab.Own;

/** By the client's address, with what a reader wrote for exercise HighestBid. */
public record OwnBid(Answer answer) implements Policy {
  /** What the exercise asks for. */
  public interface Answer {
    String pick(String address, List<String> alive);
  }

  /** The reader's, or ours. */
  public static Policy or(Own own, Policy ours) {
    return own.made("HighestBid", Answer.class).<Policy>map(OwnBid::new).orElse(ours);
  }

  @Override
  public synchronized Backend pick(Backend[] candidates, String client) {
    String chosen = answer.pick(client, Stream.of(candidates).map(Backend::name).toList());
    return Arrays.stream(candidates)
        .filter(one -> one.name().equals(chosen))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public boolean keepsClients() {
    return true;
  }
}
