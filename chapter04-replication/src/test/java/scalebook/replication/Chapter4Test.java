package scalebook.replication;

import scalebook.book.testing.ChapterTests;

class Chapter4Test extends ChapterTests {
  Chapter4Test() {
    super(new Chapter4());
  }
}
