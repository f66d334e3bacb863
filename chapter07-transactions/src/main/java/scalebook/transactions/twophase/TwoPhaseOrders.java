package scalebook.transactions.twophase;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scalebook.engines.Endpoints;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/** An order is one transaction over three databases. */
public final class TwoPhaseOrders implements Orders {
  private final DecisionLog log;
  private final Coordinator coordinator;
  private final List<XaResource> resources = new ArrayList<>();
  private final List<List<Part>> together;

  /**
   * What it does, and could leave out.
   *
   * @param prepares all databases before one commits; or else each commits its own part at once
   * @param forces the decision to the disk
   */
  public record Settings(boolean prepares, boolean forces, Recovery.Ends ends) {
    public static final Settings ALL = new Settings(true, true, Recovery.Ends.OWN);
  }

  public TwoPhaseOrders(
      String name, Endpoints endpoints, DecisionLog log, Settings settings, Progress progress) {
    this.log = log;
    this.together =
        settings.prepares
            ? List.of(List.of(Part.values()))
            : Stream.of(Part.values()).map(List::of).toList();
    for (Part part : Part.values()) {
      resources.add(new XaResource(part.database(), endpoints));
    }
    this.coordinator = new Coordinator(settings.ends, name, log, resources, progress);
  }

  public Coordinator coordinator() {
    return coordinator;
  }

  @Override
  public boolean place(Order order) throws Exception {
    try {
      for (List<Part> parts : together) {
        commit(parts, order);
      }
      return true;
    } catch (Refused | Aborted no) {
      return false;
    }
  }

  private void commit(List<Part> parts, Order order) throws Exception {
    try (Transaction transaction = coordinator.begin()) {
      for (Part part : parts) { // always in this order: nobody waits in a circle
        part.act(transaction.write(resources.get(part.ordinal())), order);
      }
      transaction.commit();
    }
  }

  @Override
  public boolean settled() {
    return coordinator.recovery().round();
  }

  @Override
  public void close() {
    coordinator.close();
    resources.forEach(XaResource::close);
    log.close();
  }
}
