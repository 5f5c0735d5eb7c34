namespace MedTrain.Data.Tests;

public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0xcbf29ce484222325)]
    [InlineData("a", 0xaf63dc4c8601ec8c)]
    [InlineData("foobar", 0x85944171f73967e8)]
    public void The_hash_is_FNV_1a(string text, ulong expected) => Assert.Equal(expected, (ulong)StableHash.Of(text));
}
