using MedTrain.Learning.Training;
using MedTrain.Runs;
using MedTrain.Torch;

namespace MedTrain.Tests.Runs;

public class TrainingMachineTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void A_precision_that_the_provider_lacks_is_refused_before_anything_long(Precision precision)
    {
        var problem = Record.Exception(() => TrainingMachine.Require(new TrainingConfig { Device = TrainingDevice.Cpu, Precision = precision }));

        Assert.Equal(precision != Precision.Fp32 && !TorchExtras.Current.IsSupported(TorchFeature.Autocast), problem is RunFolderException);
    }

    [Theory]
    [InlineData(new long[] { 3, 64, 64 }, 64, 200)]
    [InlineData(new long[] { 1, 160, 160, 160 }, 16, 256)]
    public void The_first_steps_memory_is_fetched_up_to_a_bound(long[] image, int batchSize, int mebibytes)
    {
        if (!TorchExtras.Current.IsSupported(TorchFeature.MemoryStatistics)) { return; }

        var machine = new TrainingMachine(new TrainingConfig { Device = TrainingDevice.Cpu });
        TorchExtras.Current.ReleaseMemory();

        machine.FetchMemory(image, batchSize);

        var memory = TorchExtras.Current.Memory();
        Assert.InRange(memory.Used + memory.Kept, mebibytes * MiB, (mebibytes + 128) * MiB); // tests beside this one hold some, too
        TorchExtras.Current.ReleaseMemory();
    }
}
