using MedTrain.Learning.Models;
using MedTrain.Learning.Training;

namespace MedTrain.Learning.Tests.Training;

public class OutOfMemoryTests
{
    private static readonly TrainingConfig Config = new() { BatchSize = 64, Accumulate = 2 };

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 79.10 GiB total capacity; …)")]
    [InlineData("[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes.")]
    public void Libtorch_s_messages_are_recognised(string message) => Assert.True(OutOfMemory.Is(new InvalidOperationException(message)));

    [Fact]
    public void Other_failures_are_not() => Assert.False(OutOfMemory.Is(new InvalidOperationException("shapes [2, 3] and [4, 5] do not fit")));

    [Fact]
    public void The_message_names_the_largest_half_that_fits_with_the_same_steps_and_what_bf16_would_allow()
    {
        // 1 GB for the network, 1 GB for each image: 8 GB usable of 10 hold 4 images (5 GB), in bf16 8 (5 GB).
        var text = OutOfMemory.Text(batch => new TrainingMemory(batch, 500_000_000, 250_000_000, 250_000_000, batch * 1_000_000_000L), 10_000_000_000, Config);

        Assert.Contains("training.batch_size: 4 with training.accumulate: 32", text);
        Assert.Contains("bf16 with batch_size: 8", text);
        Assert.Contains("at least 65 GB", text);
        Assert.Contains("10 GB are there", text);
        Assert.Contains("activation_checkpointing: true", text);
    }

    [Fact]
    public void When_nothing_fits_it_says_so() => Assert.Contains(
        "Not even one image", OutOfMemory.Text(batch => new TrainingMemory(batch, 9_000_000_000, 0, 0, batch), 10_000_000_000, Config));
}
