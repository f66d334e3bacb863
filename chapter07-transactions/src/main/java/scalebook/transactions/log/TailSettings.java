package scalebook.transactions.log;

/**
 * What a process is told that tails the outbox of a database.
 *
 * @param folder where it keeps what it knows
 * @param keepsPlace its place in the log is there, too; otherwise it forgets it when it ends
 */
public record TailSettings(
    int port, String user, String password, String database, String folder, boolean keepsPlace) {}
