package scalebook.caching.ahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import scalebook.caching.ahead.Store.Write;

/** A log of writes, on disk one by one: what a crash leaves of a write-behind. */
@FunctionalInterface
public interface Journal {
  int ENTRY = Integer.BYTES + Long.BYTES;

  /** When it returns, the write survives a crash. */
  void append(Write write) throws IOException;

  /** Keeps nothing. */
  static Journal none() {
    return write -> {};
  }

  static Journal of(FileChannel file) {
    return write ->
        file.write(ByteBuffer.allocate(ENTRY).putInt(write.key()).putLong(write.value()).flip());
  }

  /** Each write to it is on disk when it returns. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
  }

  /** In their order; half an entry at the end was never acknowledged. */
  static List<Write> read(Path file) throws IOException {
    List<Write> writes = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
    while (bytes.remaining() >= ENTRY) {
      writes.add(new Write(bytes.getInt(), bytes.getLong()));
    }
    return writes;
  }
}
