import { describeKafkaChurn } from '../testing/kafka-churn-contract.ts';
import { connectPlatformatic } from './connect-platformatic.ts';

// One for the transport; of the member one for fetches, one for its membership and one for questions about the log.
describeKafkaChurn('@platformatic/kafka', { connect: connectPlatformatic, sockets: 4 });
