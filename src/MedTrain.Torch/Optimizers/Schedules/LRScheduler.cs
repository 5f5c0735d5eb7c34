namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Changes an optimizer's learning rates from step to step.</summary>
            /// <remarks>The rates are functions of the number of steps alone, so <c>step(n)</c> brings a new schedule to where another
            /// was.</remarks>
            public abstract class LRScheduler
            {
                private readonly Optimizer optimizer;
                private readonly bool verbose;
                private readonly List<double> lastRates;

                /// <summary>A schedule for an optimizer; a derived class calls <see cref="step()"/> when it is ready.</summary>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    this.optimizer = optimizer;
                    this.verbose = verbose;
                    Epoch = last_epoch;
                    BaseRates = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    lastRates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
                }

                private protected int Epoch { get; private set; }

                private protected IReadOnlyList<double> BaseRates { get; }

                private protected IEnumerable<ILearningRateController> Groups => optimizer.ParamGroups;

                /// <summary>Goes on by one step.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to a step, or on by one.</summary>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? (Epoch + 1);
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToList();
                    foreach (var (group, i) in optimizer.ParamGroups.Select((group, i) => (group, i)).ToList())
                    {
                        group.LearningRate = rates[i];
                        if (verbose && lastRates[i] != rates[i])
                        {
                            Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        }

                        lastRates[i] = rates[i];
                    }
                }

                /// <summary>Goes on by one step, with a measure that most schedules ignore.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates that the last step set.</summary>
                public IEnumerable<double> get_last_lr() => lastRates;

                /// <summary>The rates of the current step.</summary>
                protected virtual IEnumerable<double> get_lr() => BaseRates.Select(rate => rate * Factor());

                /// <summary>The rates of the current step.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                /// <summary>What the initial rates are multiplied by in the current step.</summary>
                private protected virtual double Factor() => 1;
            }
        }
    }
}
