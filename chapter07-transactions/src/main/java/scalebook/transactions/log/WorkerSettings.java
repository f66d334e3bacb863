package scalebook.transactions.log;

/**
 * What a worker is told: it reads entries, and writes the effect of each.
 *
 * @param transactions effects and the place of the reader become visible together, or not at all
 * @param holds it stands still when it has written its first effects, before they are committed
 */
public record WorkerSettings(
    String servers, String name, String from, String to, boolean transactions, boolean holds) {}
