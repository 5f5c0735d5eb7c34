using System.Diagnostics;
using MedTrain.Data.Cache;

namespace MedTrain.Data.Tests.Cache;

public sealed class CacheSafetyTests : IDisposable
{
    private const int Count = 60;

    private readonly ScratchFolder folder = new();

    public CacheSafetyTests() => NumberImages.WriteTo(folder, Count);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(70)]
    [InlineData(100)]
    [InlineData(130)]
    [InlineData(5000)]
    public void Any_flipped_byte_in_a_shard_is_noticed_and_its_images_are_made_anew(int position)
    {
        CaseCache.Open(Request()).Dispose();
        var shard = Directory.GetFiles(folder.Combine("cache"), "*.shard", SearchOption.AllDirectories)[0];
        var bytes = File.ReadAllBytes(shard);
        bytes[Math.Min(position, bytes.Length - 1)] ^= 4;
        File.WriteAllBytes(shard, bytes);

        AssertWhole(decodedAtLeast: 1, decodedAtMost: 5);
        AssertWhole(0, 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(4100)]
    public void A_truncated_shard_is_noticed_and_its_images_are_made_anew(int length)
    {
        CaseCache.Open(Request()).Dispose();
        var shard = Directory.GetFiles(folder.Combine("cache"), "*.shard", SearchOption.AllDirectories)[0];
        using (var stream = File.OpenWrite(shard))
        {
            stream.SetLength(length);
        }

        AssertWhole(decodedAtLeast: 1, decodedAtMost: 5);
    }

    [Fact]
    public void Images_made_before_a_cancellation_are_kept()
    {
        using var cancel = new CancellationTokenSource();
        var request = Request();
        var read = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => CaseCache.Open(
            request with
            {
                Prepare = (path, options, pipeline) =>
                {
                    if (Interlocked.Increment(ref read) == 30)
                    {
                        cancel.Cancel();
                    }
                    return request.Prepare(path, options, pipeline);
                },
            },
            cancel.Token));

        AssertWhole(decodedAtLeast: 1, decodedAtMost: Count - 30);
    }

    [Fact]
    public void A_failure_that_is_not_an_images_ends_the_build_as_itself()
    {
        var request = Request() with { Prepare = (_, _, _) => throw new InvalidDataException("workers do not start") };

        Assert.Throws<InvalidDataException>(() => CaseCache.Open(request));
    }

    [Fact]
    public void A_damaged_memo_costs_time_only()
    {
        CaseCache.Open(Request()).Dispose();
        var memo = folder.Combine("cache", "content-hashes.log");
        var text = File.ReadAllText(memo);
        File.WriteAllText(memo, text[..(text.Length / 2)] + "0\n\0garbage " + text[(text.Length / 3)..]);

        AssertWhole(0, 0);
    }

    [Fact]
    public void Processes_killed_at_any_moment_leave_a_cache_that_goes_on()
    {
        foreach (var milliseconds in new[] { 120, 200, 260, 320, 400 })
        {
            using var process = StartBuilding();
            process.WaitForExit(milliseconds);
            process.Kill();
            process.WaitForExit();
        }

        AssertWhole(0, Count);
        AssertWhole(0, 0);
    }

    [Fact]
    public void Processes_that_build_the_same_cache_share_the_work()
    {
        var processes = Enumerable.Range(0, 3).Select(_ => StartBuilding()).ToList();
        foreach (var process in processes)
        {
            Assert.True(process.WaitForExit(60_000));
            Assert.Equal(0, process.ExitCode);
            process.Dispose();
        }

        AssertWhole(0, 0);
        var shards = Directory.GetFiles(folder.Combine("cache"), "*.shard", SearchOption.AllDirectories);
        Assert.Equal(Count / 5, shards.Length);
    }

    private CacheRequest Request() => new NumberImages().Request(folder.Combine("images"), folder.Combine("cache"));

    private void AssertWhole(int decodedAtLeast, int decodedAtMost)
    {
        using var cache = CaseCache.Open(Request());
        Assert.InRange(cache.Decoded, decodedAtLeast, decodedAtMost);
        var voxels = new float[6];
        for (var index = 0; index < Count; index++)
        {
            cache.Read(index, voxels);
            Assert.Equal(index, Assert.Single(voxels.Distinct()));
        }
    }

    private Process StartBuilding()
    {
        var program = typeof(CacheSafetyTests).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", [program, NumberImages.BuildCacheArgument, folder.Combine("images"), folder.Combine("cache")])
        {
            RedirectStandardOutput = true,
        })!;
    }
}
